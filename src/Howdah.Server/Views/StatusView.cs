using Howdah.Engine.Models;
using Howdah.Server.Client.Status;

namespace Howdah.Server.Views;

/// <summary>A model as <c>status</c> shows it.</summary>
internal static class StatusView
{
    /// <summary>Makes it.</summary>
    public static FullStatus Of(ModelSnapshot model, Api.Engine engine, DateTimeOffset now) => new()
    {
        Model = new ModelStatus
        {
            Name = model.Model.Name,
            Controller = engine.Controller.Name,
            Cloud = engine.Place,
            Region = "localhost",
            Version = engine.Controller.Options.JujuVersion,
            Status = ModelView.StatusOf(model),
        },
        Applications = model.Applications.ToDictionary(
            pair => pair.Key, pair => ApplicationView.Of(model, pair.Value, engine.Controller.Options.JujuVersion), StringComparer.Ordinal),
        ApplicationEndpoints = model.RemoteApplications.ToDictionary(pair => pair.Key, pair => OfferView.StatusOf(model, pair.Value), StringComparer.Ordinal),
        Offers = model.Offers.ToDictionary(pair => pair.Key, pair => OfferView.StatusOf(model, pair.Value), StringComparer.Ordinal),
        Storage = StorageView.Of(model),
        Relations = [.. model.Relations.Values.Select(RelationOf)],
        Controller = new ControllerStatus(Times.OfDay(now)),
    };

    /// <summary>A status with its time; no message when it is empty.</summary>
    public static StatusValue ValueOf(StatusInfo status) => new(status.Current)
    {
        Message = status.Message.Length == 0 ? null : status.Message,
        Since = Times.Since(status.Since),
    };

    private static RelationStatus RelationOf(RelationRecord relation) => new(
        relation.Id,
        relation.Ends[0].ToString(),
        relation.Ends[^1].ToString(),
        relation.Interface,
        relation.IsPeer ? "peer" : "regular",
        relation.Life != Life.Alive ? "is being removed"
        : relation.Suspended is not { } reason ? null
        : reason.Length == 0 ? "suspended" : $"suspended: {reason}");
}
