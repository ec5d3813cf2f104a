using Howdah.Pebble.Native;

namespace Howdah.Pebble.Processes;

/// <summary>The credentials of a process to be started.</summary>
internal sealed record Account(uint Uid, uint Gid, uint[] Groups)
{
    /// <summary>These credentials, or null when the daemon has them already and nothing needs to be (or could be) changed.</summary>
    public static Account? ForChange(uint? uid, uint? gid)
    {
        if (uid is null || gid is null) return null;
        if (uid == (uint)Libc.GetUid() && gid == (uint)Libc.GetGid()) return null;
        return new Account(uid.Value, gid.Value, []);
    }
}
