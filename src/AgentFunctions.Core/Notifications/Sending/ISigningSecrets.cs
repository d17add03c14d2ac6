using AgentFunctions.Core.Secrets;

namespace AgentFunctions.Core.Notifications.Sending;

/// <summary>The secrets that sign now: the current one first, then the earlier one while its overlap lasts, so that a receiver that still has the earlier one loses nothing.</summary>
public interface ISigningSecrets
{
    /// <summary>Empty when the secret does not exist or may not be used so.</summary>
    ValueTask<IReadOnlyList<Secret>> ResolveAsync(SecretUse use, CancellationToken cancellationToken);
}
