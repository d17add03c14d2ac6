using Microsoft.Extensions.Options;

namespace AgentFunctions.Gateway.Models.Stages;

internal sealed class GatewayOptionsValidator : IValidateOptions<GatewayOptions>
{
    public ValidateOptionsResult Validate(string? name, GatewayOptions options)
    {
        List<string> failures = [];
        Check(options.MaxAnswerBytes is >= 1024 and <= 512 * 1024 * 1024, nameof(options.MaxAnswerBytes), "must lie between 1 KiB and 512 MiB");
        Check(options.MaxEventBytes is >= 1024 and <= 64 * 1024 * 1024, nameof(options.MaxEventBytes), "must lie between 1 KiB and 64 MiB");
        Check(options.WholeAnswerCap is null || options.WholeAnswerCap > TimeSpan.Zero, nameof(options.WholeAnswerCap), "must be positive");
        Check(options.FirstTokenCap is null || options.FirstTokenCap > TimeSpan.Zero, nameof(options.FirstTokenCap), "must be positive");
        Check(options.KeepAliveInterval >= TimeSpan.FromSeconds(1), nameof(options.KeepAliveInterval), "must be at least 1 s");
        Check(options.RecheckInterval > TimeSpan.Zero && options.RecheckInterval <= TimeSpan.FromSeconds(1.5), nameof(options.RecheckInterval), "must be at most 1.5 s");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Check(bool holds, string option, string rule)
        {
            if (!holds) failures.Add($"{GatewayOptions.SectionName}:{option} {rule}.");
        }
    }
}
