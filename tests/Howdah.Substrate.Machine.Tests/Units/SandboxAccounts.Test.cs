using Howdah.Substrate.Machine.Units;

namespace Howdah.Substrate.Machine.Tests;

public sealed class SandboxAccountsTests
{
    private const string Passwd = """
        root:x:0:0:root:/root:/bin/bash
        nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
        postgres:x:104:112:PostgreSQL administrator,,,:/var/lib/postgresql:/bin/bash
        ann:x:1000:1000:Ann:/home/ann:/bin/bash
        +::::::
        """;

    private const string Group = """
        root:x:0:
        ssl-cert:x:111:postgres,ann
        postgres:x:112:
        ann:x:1000:
        """;

    [Fact]
    public void As_root_a_sandbox_knows_the_systems_accounts_and_not_the_peoples()
    {
        var accounts = SandboxAccounts.From(Passwd, Group, null);

        Assert.Equal(
            """
            root:x:0:0:root:/root:/bin/bash
            nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
            postgres:x:104:112:postgres:/var/lib/postgresql:/bin/bash

            """,
            accounts.Passwd);
        Assert.Equal("root:x:0:\nssl-cert:x:111:postgres\npostgres:x:112:\n", accounts.Group);
    }

    [Fact]
    public void As_an_ordinary_user_all_accounts_are_that_user()
    {
        var accounts = SandboxAccounts.From(Passwd, Group, (1000, 1001));

        Assert.All(accounts.Users, user => Assert.Equal((1000u, 1001u), (user.User, user.Group)));
        Assert.All(accounts.Groups, group => Assert.Equal(1001u, group.Id));
        Assert.Equal("postgres", accounts.Users[0].Name);
    }

    [Fact]
    public void Accounts_that_keep_state_are_those_with_a_home_for_it() =>
        Assert.Equal(["postgres"], SandboxAccounts.From(Passwd, Group, null).WithState.Select(account => account.Name));
}
