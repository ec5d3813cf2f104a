using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Howdah.Server.Client.Applications;
using Howdah.Server.Client.Errors;
using Howdah.Server.Client.Exec;
using Howdah.Server.Client.Logs;
using Howdah.Server.Client.Models;
using Howdah.Server.Client.Offers;
using Howdah.Server.Client.Operations;
using Howdah.Server.Client.Secrets;
using Howdah.Server.Client.Status;
using Howdah.Server.Client.Transport;
using Howdah.Server.Client.Units;

namespace Howdah.Server.Client.Json;

/// <summary>JSON of everything on the wire: Juju's kebab-case names, nothing for null.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(FullStatus))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, UnitDetail>))]
[JsonSerializable(typeof(IReadOnlyList<HookSummary>))]
[JsonSerializable(typeof(HookDetail))]
[JsonSerializable(typeof(ReplayRequest))]
[JsonSerializable(typeof(UnitExplanation))]
[JsonSerializable(typeof(ReplayDetail))]
[JsonSerializable(typeof(ActionRequest))]
[JsonSerializable(typeof(HookCommandRequest))]
[JsonSerializable(typeof(OperationDetail))]
[JsonSerializable(typeof(IReadOnlyList<OperationDetail>))]
[JsonSerializable(typeof(TaskDetail))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, TaskDetail>))]
[JsonSerializable(typeof(OperationEvent))]
[JsonSerializable(typeof(LogRecord))]
[JsonSerializable(typeof(LogQuery))]
[JsonSerializable(typeof(IReadOnlyList<ModelSummary>))]
[JsonSerializable(typeof(ModelList))]
[JsonSerializable(typeof(AddModelRequest))]
[JsonSerializable(typeof(EngineInfo))]
[JsonSerializable(typeof(DeployRequest))]
[JsonSerializable(typeof(RefreshRequest))]
[JsonSerializable(typeof(BundleRequest))]
[JsonSerializable(typeof(ChangeSummary))]
[JsonSerializable(typeof(RelationRequest))]
[JsonSerializable(typeof(ScaleRequest))]
[JsonSerializable(typeof(AddUnitsRequest))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, ModelSetting>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, ModelDetail>))]
[JsonSerializable(typeof(IReadOnlyList<StatusLogEntry>))]
[JsonSerializable(typeof(ResourceList))]
[JsonSerializable(typeof(ResourceRequest))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, ApplicationSummary>))]
[JsonSerializable(typeof(OperationSummary))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, OperationSummary>))]
[JsonSerializable(typeof(StorageRequest))]
[JsonSerializable(typeof(StorageStatus))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, StorageInstance>))]
[JsonSerializable(typeof(RemoveUnitsRequest))]
[JsonSerializable(typeof(ApplicationConfig))]
[JsonSerializable(typeof(ConfigRequest))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, SecretDetail>))]
[JsonSerializable(typeof(SecretRequest))]
[JsonSerializable(typeof(SecretAdded))]
[JsonSerializable(typeof(ApplicationsRequest))]
[JsonSerializable(typeof(OfferRequest))]
[JsonSerializable(typeof(SuspendRequest))]
[JsonSerializable(typeof(ConsumeRequest))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, OfferDetail>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, OfferSummary>))]
[JsonSerializable(typeof(RemoteAccess))]
[JsonSerializable(typeof(ApiErrorEnvelope))]
[JsonSerializable(typeof(ExecRequest))]
[JsonSerializable(typeof(ExecEnd))]
[JsonSerializable(typeof(ExecTerminal))]
[JsonSerializable(typeof(JsonElement))]
public sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>The same JSON as people and shells like to read it: letters beyond ASCII and quotes as they are.</summary>
    public static ApiJson Readable => field ??= new ApiJson(new JsonSerializerOptions(Default.Options!)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
