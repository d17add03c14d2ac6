using System.Globalization;
using AgentFunctions.Core.Errors;

namespace AgentFunctions.Core.Resources.States;

/// <summary>Refusals of what is out of service.</summary>
public static class StateErrors
{
    /// <summary>403 <c>suspended</c>, with the reason that its operator gave.</summary>
    public static ApiError OutOfService(string kind, string id, ResourceState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var until = state.Until is { } end ? end.UtcDateTime.ToString("' until 'yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) : "";
        return new ApiError(403, ErrorCodes.Suspended, $"{kind}/{id} is {OperatingStates.ToName(state.State)}{until}: {state.Reason}") { ShouldRetry = false };
    }
}
