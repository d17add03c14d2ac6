using System.Runtime.CompilerServices;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Inventory.Subjects;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Storage;
using AgentFunctions.Core.Resources.Views;

namespace AgentFunctions.Core.Inventory.Review;

/// <summary>Who can use what, and when they last did. Agents are seen by readers of their team; principals belong to the tenant and are seen by who sees all of it.</summary>
public sealed class AccessReviewReader
{
    private readonly ResourceDocuments _documents;
    private readonly IControlPlane _controlPlane;
    private readonly SubjectKeys _keys;
    private readonly TimeProvider _time;

    internal AccessReviewReader(ResourceDocuments documents, IControlPlane controlPlane, SubjectKeys keys, TimeProvider time)
    {
        _documents = documents;
        _controlPlane = controlPlane;
        _keys = keys;
        _time = time;
    }

    /// <summary>Agents, then principals, each in order of id, with the position after each row.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="after">Where to go on; null: from the start.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="DocumentStoreUnavailableException">The store could not be read.</exception>
    public async IAsyncEnumerable<(AccessReviewRow Row, AccessReviewPosition Position)> ReadAsync(Actor actor, AccessReviewPosition? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var view = await _controlPlane.GetViewAsync(actor.TenantId, cancellationToken) ?? throw new DocumentStoreUnavailableException("The tenant's state could not be confirmed.");
        var teams = actor.Access.Teams(AccessScopes.AuditRead);
        foreach (var kind in (ResourceKind[])[ResourceKinds.Agents, ResourceKinds.Principals])
        {
            if (kind == ResourceKinds.Principals && !teams.IsAll) yield break;
            if (kind == ResourceKinds.Agents && after?.Kind == ResourceKinds.Principals.Name) continue;
            var start = after?.Kind == kind.Name ? after : null;
            await foreach (var part in SubjectsAsync(actor.TenantId, kind, teams, start, cancellationToken))
            {
                var keys = await _keys.ReadAsync(actor.TenantId, kind, [.. part.Select(static s => s.Id)], cancellationToken);
                foreach (var subject in part)
                {
                    var given = 0;
                    foreach (var row in RowsOf(actor.TenantId, kind, subject, view, keys[subject.Id]))
                    {
                        if (++given > (start?.Id == subject.Id ? start.Rows : 0)) yield return (row, new AccessReviewPosition(kind.Name, subject.Id, given));
                    }
                }
            }
        }
    }

    private async IAsyncEnumerable<List<StoredResource>> SubjectsAsync(string tenantId, ResourceKind kind, TeamFilter teams, AccessReviewPosition? start, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var part = new List<StoredResource>();

        // The one where the page before ended may have rows left.
        if (start is not null && await _documents.FindAsync(tenantId, kind.Name, start.Id, cancellationToken) is { } first && IsSeen(kind, teams, first)) part.Add(first);
        await foreach (var stored in _documents.ListAsync(tenantId, kind.Name, start?.Id, DocumentLimits.MaxPageSize, null, cancellationToken))
        {
            if (!IsSeen(kind, teams, stored)) continue;
            part.Add(stored);
            if (part.Count < SubjectKeys.AtOnce) continue;
            yield return part;
            part = [];
        }

        if (part.Count > 0) yield return part;
    }

    private static bool IsSeen(ResourceKind kind, TeamFilter teams, StoredResource stored) => teams.Includes(kind.TeamOf(stored.Id, stored.Spec!.Value));

    private IEnumerable<AccessReviewRow> RowsOf(string tenantId, ResourceKind kind, StoredResource subject, ControlPlaneView view, IEnumerable<SubjectKey> keys)
    {
        var now = _time.GetUtcNow();
        if (kind == ResourceKinds.Principals) return AccessReviewRows.Of(subject.Id, ResourceKinds.PrincipalKind.Read(subject.Spec!.Value), keys, now);
        var agent = TenantSnapshot.ToResource(tenantId, ResourceKinds.AgentKind, subject);
        return AccessReviewRows.Of(agent, agent.Spec.Team is { } team ? view.Teams.GetValueOrDefault(team) : null, keys, now);
    }
}
