using Howdah.Charms.PostgresqlK8s.Guard;

return args switch
{
    [PatroniGuard.EntryPoint, .. var rest] => PatroniGuard.Run(rest),
    [GuardedChild.EntryPoint, .. var rest] => GuardedChild.Run(rest),
    _ => 1,
};
