using System.Text.Json;
using System.Text.Json.Serialization;

namespace Howdah.Pebble.Client;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Envelope))]
[JsonSerializable(typeof(ErrorResult))]
[JsonSerializable(typeof(SystemInfo))]
[JsonSerializable(typeof(Change))]
[JsonSerializable(typeof(List<Change>))]
[JsonSerializable(typeof(List<ServiceInfo>))]
[JsonSerializable(typeof(List<CheckInfo>))]
[JsonSerializable(typeof(List<Notice>))]
[JsonSerializable(typeof(List<RemoteFile>))]
[JsonSerializable(typeof(List<FileResult>))]
[JsonSerializable(typeof(LogEntry))]
[JsonSerializable(typeof(HealthResult))]
[JsonSerializable(typeof(ChangedResult))]
[JsonSerializable(typeof(NoticeIdResult))]
[JsonSerializable(typeof(ExecResult))]
[JsonSerializable(typeof(ServicesRequest))]
[JsonSerializable(typeof(LayersRequest))]
[JsonSerializable(typeof(ActionRequest))]
[JsonSerializable(typeof(WriteFilesRequest))]
[JsonSerializable(typeof(MakeDirsRequest))]
[JsonSerializable(typeof(RemoveRequest))]
[JsonSerializable(typeof(NotifyRequest))]
[JsonSerializable(typeof(ChecksRequest))]
[JsonSerializable(typeof(SignalsRequest))]
[JsonSerializable(typeof(ExecBody))]
[JsonSerializable(typeof(ExecCommand))]
internal sealed partial class PebbleJson : JsonSerializerContext;

internal sealed record HealthResult(bool Healthy);

internal sealed record ChangedResult(IReadOnlyList<string>? Changed);

internal sealed record NoticeIdResult(string Id);

internal sealed record ExecResult(string TaskId);

internal sealed record ServicesRequest(string Action, IReadOnlyList<string> Services);

internal sealed record LayersRequest(string Action, bool Combine, string Label, string Format, string Layer);

internal sealed record ActionRequest(string Action);

internal sealed record NotifyRequest(
    string Action, string Type, string Key, string? RepeatAfter, IReadOnlyDictionary<string, string>? Data);

internal sealed record ChecksRequest(string Action, IReadOnlyList<string> Checks);

internal sealed record SignalsRequest(string Signal, IReadOnlyList<string> Services);

internal sealed record WriteFilesRequest(string Action, IReadOnlyList<WriteFile> Files);

internal sealed record WriteFile(
    string Path, bool MakeDirs, string? Permissions, int? UserId, string? User, int? GroupId, string? Group);

internal sealed record MakeDirsRequest(string Action, IReadOnlyList<MakeDir> Dirs);

internal sealed record MakeDir(
    string Path, bool MakeParents, string? Permissions, int? UserId, string? User, int? GroupId, string? Group);

internal sealed record RemoveRequest(string Action, IReadOnlyList<RemovePath> Paths);

internal sealed record RemovePath(string Path, bool Recursive);

internal sealed record FileResult(string Path, ErrorResult? Error);

internal sealed record ExecCommand(string Command, ExecSignal? Signal = null, ExecSize? Resize = null);

internal sealed record ExecSignal(string Name);

internal sealed record ExecSize(int Width, int Height);
