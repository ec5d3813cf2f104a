using Howdah.Engine.Models;
using Howdah.Server.Client.Models;
using Howdah.Server.Client.Status;

namespace Howdah.Server.Views;

/// <summary>A model in one line of <c>models</c>.</summary>
internal static class ModelView
{
    /// <summary>Makes it.</summary>
    public static ModelSummary Of(ModelSnapshot model, Api.Engine engine) => new()
    {
        Name = $"admin/{model.Model.Name}",
        ShortName = model.Model.Name,
        ModelUuid = model.Model.Uuid,
        ControllerUuid = engine.Controller.Uuid,
        ControllerName = engine.Controller.Name,
        Cloud = engine.Place,
        Life = model.Model.Life.Name(),
        Status = StatusOf(model),
        UnitCount = model.Units.Count,
        AgentVersion = engine.Controller.Options.JujuVersion,
    };

    /// <summary>Whether the model is there to be used.</summary>
    public static StatusValue StatusOf(ModelSnapshot model) => model.Model.Life == Life.Alive
        ? new StatusValue("available") { Since = Times.Since(model.Model.Created) }
        : new StatusValue("destroying") { Message = "attempting to destroy all of its applications", Since = Times.Since(model.Model.Created) };
}
