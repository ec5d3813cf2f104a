using Howdah.Engine.Charms;

namespace Howdah.Engine.Models;

/// <summary>A charm as it was deployed.</summary>
/// <param name="Id"><c>local:postgresql-k8s-0</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Revision">Counts the different charms of one name in this model, from 0.</param>
/// <param name="Digest">Over all of its files.</param>
/// <param name="Files">Its declarations, as text.</param>
public sealed record CharmRecord(string Id, string Name, int Revision, string Digest, CharmFiles Files);
