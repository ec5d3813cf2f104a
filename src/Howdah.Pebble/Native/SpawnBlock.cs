using System.Runtime.InteropServices;

namespace Howdah.Pebble.Native;

/// <summary>The argument of <c>hp_spawn</c>, field by field.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SpawnBlock
{
    public byte* Path;
    public byte** Arguments;
    public byte** Environment;
    public byte* WorkingDirectory;
    public uint* Groups;
    public byte* Note;
    public int Stdin, Stdout, Stderr;
    public int Flags;
    public uint Uid, Gid;
    public int GroupCount;
    public int Pid;
    public SpawnStep FailedStep;
    public int NoteError;
}

/// <summary>Where the start of a process failed.</summary>
internal enum SpawnStep
{
    None, Fork, Session, Group, Terminal, Groups, Gid, Uid, WorkingDirectory, Descriptors, Execute,
}

/// <summary>What stat tells of a file.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FileEntry
{
    public long Size, ModifiedSeconds;
    public uint Mode, Uid, Gid;
    public int Unused;
    public ulong Device, Inode, SpecialDevice;

    public readonly uint Format => Mode & 0xF000;

    public readonly bool IsDirectory => Format == 0x4000;

    public readonly bool IsRegular => Format == 0x8000;
}
