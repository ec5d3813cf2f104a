using Howdah.Ops;
using Howdah.Ops.TestCharm;

return await CharmHost.RunAsync(args, new Dictionary<string, Func<CharmContext, Charm>>
{
    ["client"] = context => new ClientCharm(context, _ => { }),
    ["database"] = context => new DatabaseCharm(context),
    ["everything"] = context => new EverythingCharm(context),
});
