namespace AgentFunctions.Core.Resources;

/// <summary>A team within a tenant. Source: API.md, teams.</summary>
public sealed record TeamSpec
{
    public string? DisplayName { get; set; }

    /// <summary>Whom the team's usage is charged to.</summary>
    public string? CostCentre { get; set; }

    /// <summary>People or groups to ask, such as e-mail addresses.</summary>
    public IReadOnlyList<string> Contacts { get; set; } = [];

    /// <summary>Ids and wildcards of the models the team's agents may be given; all when left out.</summary>
    public IReadOnlyList<string> Models { get; set; } = ["*"];
}
