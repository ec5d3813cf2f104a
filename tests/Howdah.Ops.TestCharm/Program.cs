using Howdah.Ops;
using Howdah.Ops.TestCharm;

return await CharmHost.RunAsync(args, context => new EverythingCharm(context));
