using AgentFunctions.Core.Workflows;

namespace AgentFunctions.Functions.Durable.Children;

/// <summary>Runs before every start of a child: false where its id was used before.</summary>
internal sealed class ClaimChildActivity(InstanceBook book, DurableClientHolder holder) : Activity<ChildClaim, bool>
{
    public static readonly ActivityName<ChildClaim, bool> Name = new("WorkflowClaimChild");

    /// <summary>A store that is away for a while delays the child and does not fail it.</summary>
    public static readonly RetryPolicy Retries = new(24, TimeSpan.FromSeconds(1), 2, TimeSpan.FromSeconds(30));

    public override async Task<bool> RunAsync(ChildClaim input, CancellationToken cancellationToken)
    {
        if (await book.FindAsync(input.ChildId, cancellationToken) is null)
        {
            // Started by a call from outside, which claims nothing.
            var client = await holder.GetAsync(cancellationToken);
            if (await client.GetInstanceAsync(input.ChildId, cancellationToken) is not null) return false;
        }

        return await book.ClaimAsync(input, cancellationToken);
    }
}
