namespace AgentFunctions.Core.Resources.Storage;

/// <summary>What happened to a resource, as versions and the change feed name it.</summary>
internal static class ChangeOperations
{
    public const string Created = "created";
    public const string Updated = "updated";
    public const string Deleted = "deleted";
    public const string Restored = "restored";
    public const string StateSet = "stateSet";
    public const string Issued = "issued";
    public const string Rotated = "rotated";
    public const string Revoked = "revoked";

    /// <summary>An approval was decided by somebody who was not among its approvers.</summary>
    public const string BreakGlass = "breakGlass";

    /// <summary>A dead letter of a hub was handed in again.</summary>
    public const string Redriven = "redriven";
}
