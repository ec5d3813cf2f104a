using System.Text.Json.Serialization;

namespace Howdah.Ops;

[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(List<string>))]
internal sealed partial class OpsJson : JsonSerializerContext;
