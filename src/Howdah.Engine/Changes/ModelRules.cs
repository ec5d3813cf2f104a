using Howdah.Engine.Models;

namespace Howdah.Engine.Changes;

/// <summary>What follows from a state by itself. Applied after every change, so that no change has to think of it.</summary>
internal static class ModelRules
{
    /// <summary>
    /// Removes what has come to its end: left relations, applications without units, offers and remote applications without relations, secrets
    /// nobody reads.
    /// </summary>
    public static ModelSnapshot Settle(ModelSnapshot model)
    {
        foreach (var relation in model.Relations.Values)
        {
            if (relation.Life != Life.Alive && !relation.Members.Values.Any(member => member.InScope))
            {
                model = Relations.Delete(model, relation);
            }
        }

        foreach (var application in model.Applications.Values)
        {
            if (application.Life != Life.Alive
                && !model.UnitsOf(application.Name).Any()
                && !model.RelationsOf(application.Name).Any(relation => !relation.IsPeer))
            {
                model = Applications.Delete(model, application);
            }
        }

        return UserSecrets.Prune(Offers.Settle(model));
    }
}
