using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Secrets;
using AgentFunctions.Core.Tools.Declaration;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Gateway.Tools.Calls;
using AgentFunctions.Gateway.Tools.Stages;

namespace AgentFunctions.Gateway.Tools.Sending;

/// <summary>One try of an HTTP tool: resolves the credential, sends, reads the answer within its cap, and says for certain whether anything left.</summary>
internal sealed class HttpToolClient(ToolTransport transport, ISecretSource secrets)
{
    /// <param name="context">The call.</param>
    /// <param name="isLast">No further try follows: an answer that says "not now" is read as well.</param>
    /// <param name="either">The timeout's end, or the caller's.</param>
    /// <param name="callers">The caller's end alone.</param>
    /// <exception cref="OperationCanceledException">The caller has gone.</exception>
    public async ValueTask<ToolExecution> SendAsync(ToolContext context, bool isLast, CancellationToken either, CancellationToken callers)
    {
        Secret? credential = null;
        if (context.Spec.Credential is { } declared)
        {
            var use = new SecretUse(context.TenantId, declared.SecretRef, ToolUrl.HostOf(context.Spec.Request!.Url)!) { Team = context.Agent.Spec.Team };
            if (await ResolveAsync(use, either, callers) is not { } resolved) return ToolExecution.NotSent(ToolErrors.NotUsable(context.Tool.Id, $"its secret '{use.Name}' does not exist, may not be sent to {use.Host}, or belongs to another team."));
            if (resolved.Error is { } unavailable) return ToolExecution.NotSent(unavailable);
            credential = resolved.Value!.Current;
            if (credential.Reveal().AsSpan().ContainsAnyExceptInRange(' ', '~')) return ToolExecution.NotSent(ToolErrors.NotUsable(context.Tool.Id, $"its secret '{use.Name}' has characters that no header can carry."));
        }

        return await SendAsync(context, credential, isLast, either, callers);
    }

    private async ValueTask<Outcome<ResolvedSecret>?> ResolveAsync(SecretUse use, CancellationToken either, CancellationToken callers)
    {
        try
        {
            return await secrets.ResolveAsync(use, either) is { } secret ? (Outcome<ResolvedSecret>)secret : default(Outcome<ResolvedSecret>?);
        }
        catch (DocumentStoreUnavailableException)
        {
            return (Outcome<ResolvedSecret>)ToolErrors.StoreUnavailable;
        }
        catch (OperationCanceledException) when (!callers.IsCancellationRequested)
        {
            return (Outcome<ResolvedSecret>)ToolErrors.StoreUnavailable;
        }
    }

    private async ValueTask<ToolExecution> SendAsync(ToolContext context, Secret? credential, bool isLast, CancellationToken either, CancellationToken callers)
    {
        using var message = ToolMessage.Of(context, credential, out var content);
        var hasLeft = false;
        try
        {
            // A body asks for itself, when it is written.
            if (content is null) ActivityLease.Demand();
            using var response = await transport.SendAsync(message, context.Spec.IsRepeatable, context.Spec.AllowInsecure, either);
            Leave();
            return await ToolAnswerReader.ReadAsync(context, response, credential, isLast, either);
        }
        catch (OperationCanceledException) when (!callers.IsCancellationRequested)
        {
            return Failed(ToolErrors.TimedOut(context.Tool.Id, context.Spec.Timeout), mayPass: false);
        }
        catch (OperationCanceledException)
        {
            if (content is not { IsWritten: false }) Leave();
            throw;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return content is not { IsWritten: true } && !hasLeft && ToolFailures.OfConnect(exception, context.Tool.Id) is { } unreachable ? unreachable : Failed(ToolErrors.Unanswered(context.Tool.Id), mayPass: true);
        }

        // A request without a body says nothing of whether it left.
        ToolExecution Failed(ApiError error, bool mayPass)
        {
            if (content is { IsWritten: false } && !hasLeft) return ToolExecution.NotSent(error, mayPass);
            Leave();
            return ToolExecution.Unanswered(error, mayPass);
        }

        void Leave()
        {
            if (hasLeft) return;
            hasLeft = context.IsSent = true;
            context.Bytes += context.Request!.Bytes;
        }
    }
}
