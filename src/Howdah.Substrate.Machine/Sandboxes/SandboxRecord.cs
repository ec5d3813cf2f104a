using System.Text.Json;
using System.Text.Json.Serialization;

namespace Howdah.Substrate.Machine.Sandboxes;

/// <summary>By this a restarted engine finds a sandbox that runs.</summary>
/// <param name="Pid">The sandbox's first process as the host sees it.</param>
/// <param name="StartTime">When it started, in clock ticks since the boot: with the number, it names one process only.</param>
/// <param name="BootId">The boot of the machine in which both mean something.</param>
internal sealed record SandboxRecord(int Pid, long StartTime, string BootId)
{
    /// <summary>The record in a file; null when there is none, or none that can be read.</summary>
    public static SandboxRecord? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), SandboxJson.Default.SandboxRecord);
        }
        catch (Exception e) when (e is JsonException or FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Writes it so that a reader sees all of it or nothing.</summary>
    public void Write(string path) =>
        AtomicFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(this, SandboxJson.Default.SandboxRecord));
}

/// <summary>JSON of the files of a sandbox.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(SandboxRecord))]
[JsonSerializable(typeof(SandboxInfo))]
internal sealed partial class SandboxJson : JsonSerializerContext;

/// <summary>What bubblewrap tells about a sandbox that it makes.</summary>
internal sealed record SandboxInfo(int ChildPid);
