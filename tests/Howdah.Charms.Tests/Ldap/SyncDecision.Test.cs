using Howdah.Charms.PostgresqlK8s;
using Howdah.Charms.PostgresqlK8s.Ldap;
using Howdah.Interfaces;

namespace Howdah.Charms.Tests.Ldap;

public sealed class SyncDecisionTest
{
    private static readonly DatabaseRole App = new("app", CanLogin: false, IsPrivileged: false, []);
    private static readonly DatabaseRole Reports = new("reports", CanLogin: false, IsPrivileged: false, []);

    private static DatabaseRole Of(string name, bool canLogin, params string[] groups) =>
        new(name, canLogin, IsPrivileged: false, [AccessGroups.Identity, .. groups]);

    private static LdapEntry Entry(string dn, params (string Name, string Value)[] attributes) => new(
        dn, attributes.GroupBy(a => a.Name).ToDictionary(g => g.Key, g => (IReadOnlyList<string>)[.. g.Select(a => a.Value)], StringComparer.OrdinalIgnoreCase));

    private static LdapEntry Person(string name) => Entry($"uid={name},ou=people,dc=x", ("uid", name));

    private static LdapEntry Group(string name, params string[] members) => Entry(
        $"cn={name},ou=groups,dc=x", [("objectClass", "groupOfMembers"), ("cn", name), .. members.Select(m => ("member", $"uid={m},ou=people,dc=x"))]);

    private static DirectoryAnswer Answer(LdapEntry[] groups, params LdapEntry[] people) => DirectoryAnswer.Read(groups, people, "uid");

    private static SyncPlan Decide(DirectoryAnswer answer, params DatabaseRole[] roles) =>
        SyncDecision.Of(answer, LdapMap.Parse("dev=app,ops=reports"), [App, Reports, .. roles]);

    private static string Text(SyncPlan plan) => string.Join("; ", plan.Changes.Select(c =>
        $"{c.Name} {c.Fate}{string.Concat(c.Grants.Select(g => $" +{g}"))}{string.Concat(c.Revokes.Select(r => $" -{r}"))}"));

    [Fact]
    public void A_person_in_a_mapped_group_gets_a_role_with_what_the_group_stands_for()
    {
        var plan = Decide(Answer([Group("dev", "alice"), Group("ops", "alice", "bob"), Group("other", "carol")], Person("alice"), Person("bob"), Person("carol")));

        Assert.Equal("alice Created +identity_access +app +reports; bob Created +identity_access +reports", Text(plan));
        Assert.Equal((2, null), (plan.Users, plan.Doubt));
        Assert.Empty(plan.Skipped);
    }

    public static TheoryData<string, string[], string[], string> Changes => new()
    {
        { "nothing has changed", ["alice"], ["+identity_access", "app"], "" },
        { "a group is gone", ["alice"], ["+identity_access", "app", "reports"], "alice Kept -reports" },
        { "a group is new", ["alice"], ["+identity_access"], "alice Kept +app" },
        { "a right was given by hand", ["alice"], ["+identity_access", "app", "pg_monitor"], "alice Kept -pg_monitor" },
        { "the person is back", ["alice"], ["identity_access"], "alice Kept +app" },
        { "the person is gone", [], ["+identity_access", "app"], "alice Disabled -app" },
        { "the person has been gone for long", [], ["identity_access"], "" },
    };

    /// <param name="what">What has happened.</param>
    /// <param name="members">Who is in the group dev, which stands for app.</param>
    /// <param name="role">The groups of the role alice; a plus when it can log in.</param>
    /// <param name="expected">What is to be done.</param>
    [Theory]
    [MemberData(nameof(Changes))]
    public void A_role_follows_the_directory(string what, string[] members, string[] role, string expected)
    {
        var answer = Answer([Group("dev", members), Group("ops")], Person("alice"), Person("unrelated"));

        var plan = Decide(answer, new DatabaseRole("alice", role[0].StartsWith('+'), IsPrivileged: false, [.. role.Select(g => g.TrimStart('+'))]));

        Assert.True(Text(plan) == expected, $"{what}: {Text(plan)}");
        Assert.Equal(members.Length, plan.Users);
    }

    [Theory]
    [InlineData("operator", "the name is that of a user of the system or of a relation")]
    [InlineData("identity_access", "the name is that of a user of the system or of a relation")]
    [InlineData("relation_id_7", "the name is that of a user of the system or of a relation")]
    [InlineData("pg_root", "the name is PostgreSQL's own")]
    [InlineData("public", "the name is PostgreSQL's own")]
    [InlineData("local", "there is another role of the name")]
    [InlineData("boss", "there is another role of the name")]
    [InlineData("app", "there is another role of the name")]
    [InlineData("*)(uid=*", "PostgreSQL lets nobody with such a name in by LDAP")]
    [InlineData("a\nb", "PostgreSQL lets nobody with such a name in by LDAP")]
    [InlineData("äääääääääääääääääääääääääääääääää", "the name is too long, or has a zero byte")]
    public void A_name_that_the_database_cannot_have_for_a_person_is_skipped_and_said(string name, string why)
    {
        var answer = Answer(
            [Entry("cn=dev", ("objectClass", "groupOfNames"), ("cn", "dev"), ("member", "cn=1,dc=x"), ("member", "uid=alice,ou=people,dc=x"))],
            Entry("cn=1,dc=x", ("uid", name)), Person("alice"));
        DatabaseRole[] others =
        [
            new("operator", CanLogin: true, IsPrivileged: true, []), new("local", CanLogin: true, IsPrivileged: false, ["app"]),
            new("boss", CanLogin: true, IsPrivileged: true, [AccessGroups.Identity]), new("relation_id_7", CanLogin: true, IsPrivileged: false, [AccessGroups.Relation, AccessGroups.Identity]),
        ];

        var plan = Decide(answer, others);

        Assert.Equal("alice Created +identity_access +app", Text(plan));
        Assert.EndsWith($": {why}", Assert.Single(plan.Skipped), StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_two_people_have_lets_neither_in()
    {
        var plan = Decide(Answer([Group("dev", "alice")], Person("alice"), Entry("uid=alice,ou=guests,dc=x", ("uid", "Alice"))), Of("alice", canLogin: true, "app"));

        Assert.Equal("alice Disabled -app", Text(plan));
        Assert.Equal(["alice: more than one person has the name"], plan.Skipped);
    }

    [Fact]
    public void An_answer_without_any_of_the_groups_disables_nobody()
    {
        var enabled = Of("alice", canLogin: true, "app");
        var hidden = Decide(Answer([Group("other", "alice")], Person("alice")), enabled);
        var none = Decide(Answer([]), enabled);

        Assert.Equal(("", 1, "the directory has none of the groups dev, ops"), (Text(hidden), hidden.Users, hidden.Doubt));
        Assert.Equal(("", 1, "the directory has none of the groups dev, ops"), (Text(none), none.Users, none.Doubt));
        Assert.Null(Decide(Answer([])).Doubt);
    }

    [Fact]
    public void An_answer_whose_members_are_nobody_disables_nobody_and_one_with_empty_groups_does()
    {
        var enabled = Of("alice", canLogin: true, "app");
        var hidden = Decide(Answer([Group("dev", "alice", "bob")]), enabled);
        var empty = Decide(Answer([Group("dev"), Group("ops")]), enabled);

        Assert.Equal(("", "none of the 2 members of dev, ops is found with the filter"), (Text(hidden), hidden.Doubt));
        Assert.Equal(("alice Disabled -app", null), (Text(empty), empty.Doubt));
    }

    [Fact]
    public void Without_a_map_nobody_comes_in_and_who_was_in_goes()
    {
        var plan = SyncDecision.Of(DirectoryAnswer.Empty, LdapMap.Parse(null), [App, Of("alice", canLogin: true, "app")]);

        Assert.Equal(("alice Disabled -app", 0), (Text(plan), plan.Users));
    }

    [Fact]
    public void Roles_of_the_system_and_those_that_are_not_there_are_given_to_nobody()
    {
        var plan = SyncDecision.Of(
            Answer([Group("dev", "alice")], Person("alice")), LdapMap.Parse("dev=admin,dev=operator,dev=internal_access,dev=nowhere,dev=app"), [App]);

        Assert.Equal("alice Created +identity_access +app", Text(plan));
        Assert.Equal(
            [
                "dev=admin: admin is not given to people of the directory", "dev=operator: operator is not given to people of the directory",
                "dev=internal_access: internal_access is not given to people of the directory", "nowhere: there is no such role",
            ],
            plan.Skipped);
    }

    [Fact]
    public void Groups_of_every_kind_are_understood_and_what_is_no_group_is_none()
    {
        var plan = Decide(Answer(
            [
                Entry("cn=dev,dc=x", ("objectClass", "posixGroup"), ("cn", "dev"), ("memberUid", "alice"), ("memberUid", "stranger")),
                Entry("cn=DEV,ou=2", ("objectClass", "groupOfUniqueNames"), ("cn", "DEV"), ("uniqueMember", "UID=bob, ou=People, dc=x")),
                Entry("cn=ops,dc=x", ("objectClass", "inetOrgPerson"), ("cn", "ops"), ("member", "uid=carol,ou=people,dc=x")),
            ],
            Person("alice"), Person("bob"), Person("carol")));

        Assert.Equal("alice Created +identity_access +app; bob Created +identity_access +app", Text(plan));
    }

    [Fact]
    public void Names_stay_names_in_the_statements()
    {
        var sql = new RoleChange("a\"; drop role x; --", RoleFate.Disabled, [], ["o'r\"le"]).ToSql();

        Assert.Equal(
            "begin;\nalter role \"a\"\"; drop role x; --\" nologin;\nrevoke \"o'r\"\"le\" from \"a\"\"; drop role x; --\";\ncommit;\n" +
            "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'a\"; drop role x; --';\n",
            sql);
    }
}
