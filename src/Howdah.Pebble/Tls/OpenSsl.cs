using System.Runtime.InteropServices;

namespace Howdah.Pebble.Tls;

/// <summary>
/// The functions of OpenSSL 3 that serve TLS with Ed25519 keys, which the framework's TLS does not take. Loaded with the first
/// call, so that a daemon without HTTPS does not need the library.
/// </summary>
internal static unsafe partial class OpenSsl
{
    public const int Ed25519 = 1087, ErrorWantRead = 2, ErrorZeroReturn = 6;
    public const int SetSessionCacheMode = 44, SetMinimumVersion = 123, ExtraChainCertificate = 14, Tls13 = 0x304;
    public const int VerifyPeer = 1, FailWithoutPeerCertificate = 2;
    private const string Ssl = "libssl.so.3", Crypto = "libcrypto.so.3";

    [LibraryImport(Ssl, EntryPoint = "TLS_server_method")]
    public static partial nint ServerMethod();

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_new")]
    public static partial nint ContextNew(nint method);

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_free")]
    public static partial void ContextFree(nint context);

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_ctrl")]
    public static partial long ContextControl(nint context, int command, long number, nint pointer);

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_set_num_tickets")]
    public static partial int ContextTickets(nint context, nuint count);

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_use_certificate_ASN1")]
    public static partial int ContextCertificate(nint context, int length, byte* der);

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_use_PrivateKey")]
    public static partial int ContextKey(nint context, nint key);

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_set_verify")]
    public static partial void ContextVerify(nint context, int mode, nint callback);

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_set_cert_verify_callback")]
    public static partial void ContextVerifyBy(nint context, delegate* unmanaged<nint, nint, int> callback, nint argument);

    [LibraryImport(Ssl, EntryPoint = "SSL_new")]
    public static partial nint New(nint context);

    [LibraryImport(Ssl, EntryPoint = "SSL_free")]
    public static partial void Free(nint ssl);

    [LibraryImport(Ssl, EntryPoint = "SSL_set_bio")]
    public static partial void SetPipes(nint ssl, nint read, nint write);

    [LibraryImport(Ssl, EntryPoint = "SSL_set_accept_state")]
    public static partial void Accept(nint ssl);

    [LibraryImport(Ssl, EntryPoint = "SSL_do_handshake")]
    public static partial int Handshake(nint ssl);

    [LibraryImport(Ssl, EntryPoint = "SSL_read")]
    public static partial int Read(nint ssl, byte* buffer, int count);

    [LibraryImport(Ssl, EntryPoint = "SSL_write")]
    public static partial int Write(nint ssl, byte* buffer, int count);

    [LibraryImport(Ssl, EntryPoint = "SSL_shutdown")]
    public static partial int Shutdown(nint ssl);

    [LibraryImport(Ssl, EntryPoint = "SSL_get_error")]
    public static partial int Error(nint ssl, int result);

    [LibraryImport(Ssl, EntryPoint = "SSL_get1_peer_certificate")]
    public static partial nint PeerCertificate(nint ssl);

    [LibraryImport(Ssl, EntryPoint = "SSL_get_peer_cert_chain")]
    public static partial nint PeerChain(nint ssl);

    [LibraryImport(Crypto, EntryPoint = "OPENSSL_sk_num")]
    public static partial int StackCount(nint stack);

    [LibraryImport(Crypto, EntryPoint = "ERR_clear_error")]
    public static partial void ClearErrors();

    [LibraryImport(Crypto, EntryPoint = "BIO_s_mem")]
    public static partial nint MemoryPipe();

    [LibraryImport(Crypto, EntryPoint = "BIO_new")]
    public static partial nint PipeNew(nint type);

    [LibraryImport(Crypto, EntryPoint = "BIO_read")]
    public static partial int PipeRead(nint pipe, byte* buffer, int count);

    [LibraryImport(Crypto, EntryPoint = "BIO_write")]
    public static partial int PipeWrite(nint pipe, byte* buffer, int count);

    [LibraryImport(Crypto, EntryPoint = "d2i_X509")]
    public static partial nint CertificateRead(nint into, byte** der, long length);

    [LibraryImport(Crypto, EntryPoint = "i2d_X509")]
    public static partial int CertificateWrite(nint certificate, byte** der);

    [LibraryImport(Crypto, EntryPoint = "X509_free")]
    public static partial void CertificateFree(nint certificate);

    [LibraryImport(Crypto, EntryPoint = "EVP_PKEY_new_raw_private_key")]
    public static partial nint KeyNew(int type, nint engine, byte* seed, nuint length);

    [LibraryImport(Crypto, EntryPoint = "EVP_PKEY_get_raw_public_key")]
    public static partial int KeyPublic(nint key, byte* buffer, ref nuint length);

    [LibraryImport(Crypto, EntryPoint = "EVP_PKEY_free")]
    public static partial void KeyFree(nint key);

    [LibraryImport(Crypto, EntryPoint = "EVP_MD_CTX_new")]
    public static partial nint DigestNew();

    [LibraryImport(Crypto, EntryPoint = "EVP_MD_CTX_free")]
    public static partial void DigestFree(nint digest);

    [LibraryImport(Crypto, EntryPoint = "EVP_DigestSignInit")]
    public static partial int SignBegin(nint digest, nint keyContext, nint algorithm, nint engine, nint key);

    [LibraryImport(Crypto, EntryPoint = "EVP_DigestSign")]
    public static partial int Sign(nint digest, byte* signature, ref nuint length, byte* data, nuint count);
}
