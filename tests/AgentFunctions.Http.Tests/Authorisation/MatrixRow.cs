using AgentFunctions.Core.Identity;

namespace AgentFunctions.Http.Tests.Authorisation;

/// <summary>What an endpoint asks of its callers.</summary>
/// <param name="Route">Method and pattern, as mapped.</param>
/// <param name="Scope">What a principal needs.</param>
/// <param name="Reach">Where it needs it.</param>
internal sealed record MatrixRow(string Route, AccessScopes Scope, Reach Reach)
{
    /// <summary>What is enough where one is shown only what one made oneself; None for nothing.</summary>
    public AccessScopes Own { get; init; }

    /// <summary>What the thing itself takes beyond that: without, it is as if it did not exist.</summary>
    public AccessScopes Also { get; init; }

    /// <summary>Body with <c>{team}</c>, <c>{p}</c> (prefix of the target's ids) and <c>{key}</c> (the target's key) filled in; null for none.</summary>
    public string? Body { get; init; }

    /// <summary>Added to the address.</summary>
    public string Query { get; init; } = "";

    /// <summary>What somebody who may is answered, where it is not simply good.</summary>
    public int? Ok { get; init; }

    /// <summary>Looks the thing up among what one may see before anything else.</summary>
    public bool ReadsFirst { get; init; }

    /// <summary>Done once, it cannot be done again: the next caller needs a new world.</summary>
    public bool Spends => Method == "DELETE" || Route is "PUT /api/resources" || Pattern.Split('/')[^1] is "state" or "rotate" or "revoke" or "purge";

    public string Method => Route[..Route.IndexOf(' ', StringComparison.Ordinal)];

    public string Pattern => Route[(Route.IndexOf(' ', StringComparison.Ordinal) + 1)..];

    /// <summary>Changes something whose absence is no reason to refuse: it is created.</summary>
    public bool Creates { get; init; }
}
