using System.Security.Cryptography;
using System.Text;
using Howdah.Interfaces;

namespace Howdah.Charms.Tests.SelfSignedCertificates;

public sealed class CertificateKeyTest
{
    [Fact]
    public void Keys_of_RSA_and_of_curves_are_read_as_PEM_and_as_base64_of_it()
    {
        using var rsa = RSA.Create(2048);
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        foreach (var pem in (string[])[rsa.ExportRSAPrivateKeyPem(), rsa.ExportPkcs8PrivateKeyPem(), curve.ExportECPrivateKeyPem(), curve.ExportPkcs8PrivateKeyPem()])
        {
            foreach (var text in (string[])[pem, $"\n{pem}\n", Convert.ToBase64String(Encoding.UTF8.GetBytes(pem)), Convert.ToBase64String(Encoding.UTF8.GetBytes(pem)) + "\n"])
            {
                using var key = CertificateKey.Find(text, out var refusal);
                Assert.Null(refusal);
                Assert.NotNull(key);
            }
        }
    }

    [Fact]
    public void A_key_that_cannot_be_used_is_refused_without_repeating_it()
    {
        using var small = RSA.Create(1024);
        using var rsa = RSA.Create(2048);
        var encrypted = rsa.ExportEncryptedPkcs8PrivateKeyPem("secret", new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 10));
        var cases = new (string Text, string Reason)[]
        {
            ("", "it is neither PEM nor base64 of PEM"),
            ("hunter2", "it is neither PEM nor base64 of PEM"),
            (Convert.ToBase64String("hunter2"u8), "it is neither PEM nor base64 of PEM"),
            (encrypted, "it is encrypted: give it without its passphrase (openssl pkey -in FILE)"),
            (rsa.ExportRSAPublicKeyPem(), "it holds no private key"),
            ("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "it is no key of RSA or of an elliptic curve"),
            (small.ExportRSAPrivateKeyPem(), "it has 1024 bits; 2048 are the least for RSA"),
        };

        Assert.All(cases, c =>
        {
            Assert.Null(CertificateKey.Find(c.Text, out var refusal));
            Assert.Equal(c.Reason, refusal);
        });
    }
}
