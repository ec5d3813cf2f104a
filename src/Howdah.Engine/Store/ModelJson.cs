using System.Text.Json;
using System.Text.Json.Serialization;
using Howdah.Engine.Models;

namespace Howdah.Engine.Store;

/// <summary>JSON of the model's documents.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(ApplicationRecord))]
[JsonSerializable(typeof(CharmRecord))]
[JsonSerializable(typeof(ControllerRecord))]
[JsonSerializable(typeof(ModelRecord))]
[JsonSerializable(typeof(OfferRecord))]
[JsonSerializable(typeof(OperationRecord))]
[JsonSerializable(typeof(RelationRecord))]
[JsonSerializable(typeof(RemoteApplicationRecord))]
[JsonSerializable(typeof(SecretContent))]
[JsonSerializable(typeof(SecretRecord))]
[JsonSerializable(typeof(StorageRecord))]
[JsonSerializable(typeof(TaskRecord))]
[JsonSerializable(typeof(UnitRecord))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class ModelJson : JsonSerializerContext;
