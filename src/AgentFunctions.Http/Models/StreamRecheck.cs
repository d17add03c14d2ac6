using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Gateway.Models.Calls;
using AgentFunctions.Gateway.Models.Stages;
using AgentFunctions.Http.Hosting;

namespace AgentFunctions.Http.Models;

/// <summary>Confirms, while a stream runs, that its key and its agent's right to the model still hold, and that the host is not about to cut it. Fails closed.</summary>
internal sealed class StreamRecheck(ModelCall call, PresentedCredential? credential, IAuthenticator authenticator, StreamDrain drain, TimeProvider time)
{

    /// <summary>null while everything holds.</summary>
    public async ValueTask<ApiError?> CheckAsync(CancellationToken cancellationToken)
    {
        if (drain.IsOver) return ApiErrors.ShuttingDown;
        if (credential is not { } presented) return ApiErrors.InvalidApiKey;
        try
        {
            var result = await authenticator.AuthenticateAsync(presented with { IsRecheck = true }, cancellationToken);
            return result.Caller is { } caller ? ModelAccess.Recheck(call, caller, time.GetUtcNow()) : result.Error ?? ApiErrors.InvalidApiKey;
        }
        catch (DocumentStoreUnavailableException)
        {
            return ApiErrors.ControlPlaneUnavailable;
        }
    }
}
