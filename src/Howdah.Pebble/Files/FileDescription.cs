using System.Text.Json;
using Howdah.Pebble.Native;
using Howdah.Pebble.Processes;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Files;

/// <summary>What a listing tells of a file.</summary>
internal sealed record FileDescription(string Path, string Name, FileEntry Entry)
{
    public string Type => Entry.Format switch
    {
        0x8000 => "file",
        0x4000 => "directory",
        0xA000 => "symlink",
        0xC000 => "socket",
        0x1000 => "named-pipe",
        0x2000 or 0x6000 => "device",
        _ => "unknown",
    };

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("path", Path);
        json.WriteString("name", Name);
        json.WriteString("type", Type);
        if (Entry.IsRegular) json.WriteNumber("size", Entry.Size);
        json.WriteString("permissions", Convert.ToString(Entry.Mode & 0x1FF, 8).PadLeft(3, '0'));
        json.WriteString("last-modified", GoTime.LocalSeconds(DateTimeOffset.FromUnixTimeSeconds(Entry.ModifiedSeconds)));
        json.WriteNumber("user-id", Entry.Uid);
        json.WriteString("user", Accounts.FindUser(Entry.Uid)?.Name ?? "");
        json.WriteNumber("group-id", Entry.Gid);
        json.WriteString("group", Accounts.FindGroupName(Entry.Gid) ?? "");
        json.WriteEndObject();
    }
}
