namespace Howdah.Pebble.Identities;

/// <summary>A named caller and what it may do. At least one of the ways to be recognised is set.</summary>
internal sealed record Identity(string Name, Role Role)
{
    /// <summary>Recognised by the user that the kernel names at the other end of the Unix socket.</summary>
    public uint? UserId { get; init; }

    /// <summary>Recognised by name and password: its hash, sha512-crypt.</summary>
    public string? PasswordHash { get; init; }

    /// <summary>Recognised by the client certificate of a TLS connection.</summary>
    public ClientCertificate? Certificate { get; init; }
}

/// <summary>A certificate as it was given (PEM), and its bytes (DER).</summary>
internal sealed record ClientCertificate(string Pem, ReadOnlyMemory<byte> Der);
