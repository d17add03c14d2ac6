namespace AgentFunctions.Http.Tests.Authorisation;

/// <summary>Whose thing is called for.</summary>
internal enum Target
{
    /// <summary>Of the team <c>mine</c>, or of the tenant where the kind belongs to no team.</summary>
    Mine,

    /// <summary>Of the team <c>theirs</c> in the same tenant.</summary>
    Theirs,

    /// <summary>An id of another tenant, asked for in one's own.</summary>
    AwayById,

    /// <summary>The other tenant named in <c>x-tenant-id</c>.</summary>
    AwayByHeader,
}
