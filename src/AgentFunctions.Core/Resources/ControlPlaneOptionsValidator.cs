using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Resources;

internal sealed class ControlPlaneOptionsValidator : IValidateOptions<ControlPlaneOptions>
{
    /// <summary>DESIGN section 4: no decision on anything older.</summary>
    public static readonly TimeSpan HardLimit = TimeSpan.FromSeconds(2);

    public ValidateOptionsResult Validate(string? name, ControlPlaneOptions options)
    {
        var errors = new List<string>();
        if (options.MaxStaleness <= TimeSpan.Zero || options.MaxStaleness > HardLimit) errors.Add("MaxStaleness must be above 0 and at most 2 s.");
        if (options.ConfirmTimeout <= TimeSpan.Zero || options.ConfirmTimeout > HardLimit) errors.Add("ConfirmTimeout must be above 0 and at most 2 s.");
        if (options.LoadTimeout <= TimeSpan.Zero || options.LoadTimeout > TimeSpan.FromMinutes(1)) errors.Add("LoadTimeout must be above 0 and at most 1 minute.");
        if (options.MaxCachedEntries < 1) errors.Add("MaxCachedEntries must be at least 1.");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
