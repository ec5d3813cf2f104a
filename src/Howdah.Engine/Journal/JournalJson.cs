using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Howdah.Engine.Journal;

/// <summary>JSON of the journal's files.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HookRecord))]
internal sealed partial class JournalJson : JsonSerializerContext
{
    /// <summary>With letters and quotes as they are: a record is searched for secrets, and read by people.</summary>
    public static JournalJson Readable => field ??= new JournalJson(new JsonSerializerOptions(Default.Options!)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
