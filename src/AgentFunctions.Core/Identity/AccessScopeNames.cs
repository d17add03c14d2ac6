using System.Collections.Frozen;

namespace AgentFunctions.Core.Identity;

/// <summary>The scopes by the names that grants, errors and docs use.</summary>
public static class AccessScopeNames
{
    private static readonly (string Name, AccessScopes Scope)[] Pairs =
    [
        ("resources:read", AccessScopes.ResourcesRead),
        ("resources:write", AccessScopes.ResourcesWrite),
        ("keys:write", AccessScopes.KeysWrite),
        ("secrets:write", AccessScopes.SecretsWrite),
        ("state:write", AccessScopes.StateWrite),
        ("principals:write", AccessScopes.PrincipalsWrite),
        ("agents:act", AccessScopes.AgentsAct),
        ("usage:read", AccessScopes.UsageRead),
        ("audit:read", AccessScopes.AuditRead),
        ("traces:read", AccessScopes.TracesRead),
        ("metrics:read", AccessScopes.MetricsRead),
        ("content:read", AccessScopes.ContentRead),
        ("runs:start", AccessScopes.RunsStart),
        ("events:publish", AccessScopes.EventsPublish),
        ("approvals:read", AccessScopes.ApprovalsRead),
        ("approvals:decide", AccessScopes.ApprovalsDecide),
        ("notifications:test", AccessScopes.NotificationsTest),
        ("approvals:assign", AccessScopes.ApprovalsAssign),
        ("approvals:break-glass", AccessScopes.ApprovalsBreakGlass),
    ];

    private static readonly FrozenDictionary<string, AccessScopes> ByName = Pairs.ToFrozenDictionary(p => p.Name, p => p.Scope, StringComparer.Ordinal);

    /// <summary>Every name, in the order of docs/security.md.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Pairs.Select(p => p.Name)];

    /// <summary>The scope of a name; <see cref="AccessScopes.None"/> for one that does not exist.</summary>
    public static AccessScopes Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>The names of the scopes, in order.</summary>
    public static IReadOnlyList<string> Names(AccessScopes scopes) => [.. Pairs.Where(p => (scopes & p.Scope) != 0).Select(p => p.Name)];
}
