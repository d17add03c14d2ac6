namespace AgentFunctions.Core.Approvals.Telling;

/// <summary>Where people reach this host, as far as it knows by itself.</summary>
public interface IPublicAddress
{
    /// <summary><c>http://127.0.0.1:7071</c>, without a slash at the end; null where it cannot be told. Never from what a request says of itself.</summary>
    string? Find();
}
