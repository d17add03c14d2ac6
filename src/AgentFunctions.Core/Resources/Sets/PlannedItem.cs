using System.Text.Json;
using AgentFunctions.Core.Resources.Kinds;

namespace AgentFunctions.Core.Resources.Sets;

/// <summary>A resource that somebody wants to be so.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Id">Its id.</param>
/// <param name="Spec">Its spec, already checked against the schema.</param>
/// <param name="Path">What goes before the paths of findings: empty, or <c>items[3].</c>.</param>
internal sealed record PlannedItem(ResourceKind Kind, string Id, JsonElement Spec, string Path);
