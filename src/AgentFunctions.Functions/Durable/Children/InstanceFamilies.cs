using Microsoft.DurableTask.Client;

namespace AgentFunctions.Functions.Durable.Children;

/// <summary>Ends and purges an instance together with its children: the Functions host knows no such call, whatever the client offers.</summary>
internal sealed class InstanceFamilies(InstanceBook book, TimeProvider time)
{
    /// <summary>Until an instance that was told to end has: before, it could start one more child.</summary>
    private static readonly TimeSpan Ending = TimeSpan.FromSeconds(10);

    /// <summary>Tells an instance to end, and its children once it starts no more of them.</summary>
    public async Task TerminateAsync(DurableTaskClient client, string instanceId, string reason, CancellationToken cancellationToken)
    {
        await client.TerminateInstanceAsync(instanceId, new TerminateInstanceOptions(reason), cancellationToken);
        await EndedAsync(client, instanceId, cancellationToken);
        await TerminateChildrenAsync(client, instanceId, reason, cancellationToken);
    }

    /// <summary>Tells the children that still run to end; also where a call before was broken off after the parent.</summary>
    public async Task TerminateChildrenAsync(DurableTaskClient client, string instanceId, string reason, CancellationToken cancellationToken)
    {
        await foreach (var child in book.ChildrenOfAsync(instanceId, cancellationToken))
        {
            if (await client.GetInstanceAsync(child, cancellationToken) is { IsCompleted: false }) await TerminateAsync(client, child, reason, cancellationToken);
        }
    }

    /// <summary>Removes an ended instance and its children, the deepest first; false where one of them has not ended. Done again it goes on where it was broken off.</summary>
    public async Task<bool> PurgeAsync(DurableTaskClient client, string instanceId, CancellationToken cancellationToken)
    {
        var instance = await client.GetInstanceAsync(instanceId, cancellationToken);
        if (instance is { IsCompleted: false }) return false;
        await foreach (var child in book.ChildrenOfAsync(instanceId, cancellationToken))
        {
            if (!await PurgeAsync(client, child, cancellationToken)) return false;
            await book.ForgetChildAsync(instanceId, child, cancellationToken);
        }

        if (instance is null) return true;
        await book.PurgedAsync(instanceId, cancellationToken);
        await client.PurgeInstanceAsync(instanceId, cancellationToken);
        return true;
    }

    private async Task EndedAsync(DurableTaskClient client, string instanceId, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Ending, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await client.WaitForInstanceCompletionAsync(instanceId, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The children are told all the same.
        }
    }
}
