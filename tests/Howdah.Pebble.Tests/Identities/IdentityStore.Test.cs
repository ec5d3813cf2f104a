using Howdah.Pebble.Identities;

namespace Howdah.Pebble.Tests.Identities;

public sealed class IdentityStoreTest
{
    private const string Hash = Callers.Hash;
    private int _writes;

    private static IdentityBody Local(uint uid, string access = "admin") =>
        new() { Access = access, Local = new LocalBody { UserId = uid } };

    private static IdentityBody Basic(string password, string access = "metrics") =>
        new() { Access = access, Basic = new BasicBody { Password = password } };

    private static Dictionary<string, IdentityBody?> Of(params (string Name, IdentityBody? Body)[] entries) =>
        entries.ToDictionary(e => e.Name, e => e.Body, StringComparer.Ordinal);

    private IdentityStore Store() => new(() => _writes++);

    private static string Refused(IdentityStore store, string action, params (string Name, IdentityBody? Body)[] entries)
    {
        var before = store.All;
        var message = Assert.Throws<IdentityException>(() => store.Apply(action, Of(entries))).Message;
        Assert.Same(before, store.All);
        return message;
    }

    [Fact]
    public void Each_action_does_its_own()
    {
        var store = Store();
        store.Apply("add", Of(("bob", Local(42)), ("mary", Basic(Hash))));
        store.Apply("update", Of(("bob", Local(43, "read"))));
        Assert.Equal((43u, Role.Read), (store.All["bob"].UserId!.Value, store.All["bob"].Role));
        var changes = store.Apply("replace", Of(("bob", null), ("nobody", null), ("eve", Local(7)), ("mary", Basic("x"))));
        Assert.Equal(["bob Deleted", "eve Created", "mary Updated"], changes.Select(c => $"{c.Name} {c.Step}"));
        store.Apply("remove", Of(("eve", null)));
        Assert.Equal(["mary"], store.All.Keys);
        Assert.Equal(4, _writes);
    }

    [Fact]
    public void A_change_is_made_whole_or_not_at_all()
    {
        var store = Store();
        store.Apply("add", Of(("bob", Local(42)), ("mary", Local(43))));
        Assert.Equal("identities already exist: bob, mary",
            Refused(store, "add", ("mary", Local(1)), ("new", Local(2)), ("bob", Local(3))));
        Assert.Equal("identities do not exist: x, y",
            Refused(store, "update", ("y", Local(1)), ("bob", Local(2)), ("x", Local(3))));
        Assert.Equal("identities do not exist: x", Refused(store, "remove", ("bob", null), ("x", null)));
        Assert.Equal("cannot have multiple identities with user ID 42 (bob, new)", Refused(store, "add", ("new", Local(42))));
        Assert.Equal("identity value for \"bob\" must not be null for add operation", Refused(store, "add", ("bob", null)));
        Assert.Equal("identity value for \"bob\" must not be null for update operation", Refused(store, "update", ("bob", null)));
        Assert.Equal("identity value for \"bob\" must be null for remove operation", Refused(store, "remove", ("bob", Local(1))));
        Assert.Equal("invalid action \"x\", must be \"add\", \"update\", \"replace\", or \"remove\"", Refused(store, "x"));
    }

    [Fact]
    public void What_is_not_valid_is_named()
    {
        const string Values = "\"admin\", \"read\", \"metrics\", or \"untrusted\"";
        static string Of(string name, IdentityBody body) => Refused(new IdentityStore(() => { }), "add", (name, body));
        Assert.Equal("invalid identity for \"a\": local identity must specify user-id",
            Of("a", new() { Access = "read", Local = new() }));
        Assert.Equal("invalid identity for \"a\": basic identity must specify password (hashed)", Of("a", Basic("")));
        Assert.Equal("invalid identity for \"a\": identity must have at least one type (\"local\", \"basic\", or \"cert\")",
            Of("a", new() { Access = "read" }));
        Assert.Equal($"invalid identity for \"a\": access value must be specified ({Values})", Of("a", Local(1, "")));
        Assert.Equal($"invalid identity for \"a\": invalid access value \"root\", must be {Values}", Of("a", Local(1, "root")));
        Assert.StartsWith("invalid identity for \"1a\": name must start with a letter", Of("1a", Local(1)),
            StringComparison.Ordinal);
        Assert.StartsWith("invalid identity for \"a\\n\": name must start with a letter", Of("a\n", Local(1)),
            StringComparison.Ordinal);
        static string Cert(string pem) => Of("a", new() { Access = "read", Cert = new() { Pem = pem } });
        Assert.Equal("invalid identity for \"a\": cert identity must include a PEM-encoded certificate", Cert("x"));
        Assert.Equal("invalid identity for \"a\": cert identity must include a PEM-encoded certificate",
            Cert("-----BEGIN X-----\nAAAA\n-----END X-----"));
        Assert.Equal("invalid identity for \"a\": cert identity cannot have extra data after the PEM block",
            Cert("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\nx"));
        Assert.Equal("invalid identity for \"a\": cannot parse certificate from cert identity: x509: malformed certificate",
            Cert("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"));
    }

    [Fact]
    public void A_password_lets_in_only_with_its_own_name()
    {
        var store = Store();
        store.Apply("add",
            Of(("bob", Basic(Hash)), ("des", Basic("abJnggxhB/yWI")), ("uid", Local(1)), ("hidden", Basic("*****"))));
        Assert.Equal("bob", store.Basic("bob", "secret")?.Name);
        Assert.Null(store.Basic("bob", "Secret"));
        Assert.Null(store.Basic("bob", "secret\0x"));
        Assert.Null(store.Basic("bob", Hash));
        Assert.Null(store.Basic("eve", "secret"));
        Assert.Null(store.Basic("uid", ""));
        // Only sha512-crypt counts, whatever the system's library knows besides.
        Assert.Null(store.Basic("des", "secret"));
        Assert.Null(store.Basic("hidden", "*****"));
    }

    [Fact]
    public void A_hidden_secret_keeps_the_one_that_is_stored()
    {
        var store = Store();
        store.Apply("add", Of(("bob", Basic(Hash))));
        store.Apply("replace", Of(("bob", Basic("*****", "read"))));
        Assert.Equal(Role.Read, store.Basic("bob", "secret")?.Role);
    }
}
