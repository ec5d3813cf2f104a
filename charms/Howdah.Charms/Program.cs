using Howdah.Charms.DataIntegrator;
using Howdah.Charms.Etcd;
using Howdah.Charms.GlauthK8s;
using Howdah.Charms.PgbouncerK8s;
using Howdah.Charms.PgbouncerK8s.Following;
using Howdah.Charms.PostgresqlK8s;
using Howdah.Charms.PostgresqlK8s.Guard;
using Howdah.Charms.PostgresqlK8s.Ldap;
using Howdah.Charms.PostgresqlK8s.Workload;
using Howdah.Charms.PostgresqlTestApp;
using Howdah.Charms.PostgresqlTestApp.Writes;
using Howdah.Charms.SelfSignedCertificates;
using Howdah.Ops;

// The guard needs the main thread, which this is until the first await.
return args switch
{
    [PatroniGuard.EntryPoint, .. var rest] => PatroniGuard.Run(rest),
    [GuardedChild.EntryPoint, .. var rest] => GuardedChild.Run(rest),
    [StreamingCheck.EntryPoint, .. var rest] => StreamingCheck.Run(rest),
    [PatroniCallback.EntryPoint, .. var rest] => await PatroniCallback.RunAsync(rest),
    [RestCheck.EntryPoint, .. var rest] => RestCheck.Run(rest),
    [VolumeCheck.EntryPoint, .. var rest] => VolumeCheck.Run(rest),
    [LdapSync.EntryPoint, .. var rest] => await LdapSync.RunAsync(rest),
    [Follower.EntryPoint, .. var rest] => await Follower.RunAsync(rest),
    [ContinuousWrites.EntryPoint, .. var rest] => await ContinuousWrites.RunAsync(rest),
    _ => await CharmHost.RunAsync(args, new Dictionary<string, Func<CharmContext, Charm>>(StringComparer.Ordinal)
    {
        ["data-integrator"] = context => new DataIntegratorCharm(context),
        ["etcd"] = context => new EtcdCharm(context),
        ["glauth-k8s"] = context => new GlauthCharm(context),
        ["pgbouncer-k8s"] = context => new PgbouncerCharm(context),
        ["postgresql-k8s"] = context => new PostgresqlCharm(context),
        ["postgresql-test-app"] = context => new PostgresqlTestAppCharm(context),
        ["self-signed-certificates"] = context => new SelfSignedCertificatesCharm(context),
    }),
};
