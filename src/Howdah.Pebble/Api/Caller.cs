using System.Net.Sockets;
using Howdah.Pebble.Native;
using Microsoft.AspNetCore.Connections.Features;

namespace Howdah.Pebble.Api;

/// <summary>What a caller may do, from least to most.</summary>
internal enum Access
{
    Open, Read, Admin,
}

/// <summary>Who sent a request: the kernel says so for the Unix socket; over TCP it is nobody.</summary>
internal sealed record Caller(uint? Uid, Access Access)
{
    private const int SolSocket = 1, SoPeerCred = 17;

    public bool IsAdmin => Access == Access.Admin;

    public static Caller Of(HttpContext context)
    {
        if (context.Features.Get<IConnectionSocketFeature>()?.Socket is not { AddressFamily: AddressFamily.Unix } socket) return new Caller(null, Access.Open);
        Span<byte> credentials = stackalloc byte[12];
        if (socket.GetRawSocketOption(SolSocket, SoPeerCred, credentials) != 12) return new Caller(null, Access.Open);
        var uid = BitConverter.ToUInt32(credentials[4..8]);
        return new Caller(uid, uid == 0 || uid == (uint)Libc.GetUid() ? Access.Admin : Access.Read);
    }
}
