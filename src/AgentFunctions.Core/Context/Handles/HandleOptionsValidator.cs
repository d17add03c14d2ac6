using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Context.Handles;

internal sealed class HandleOptionsValidator : IValidateOptions<HandleOptions>
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    public ValidateOptionsResult Validate(string? name, HandleOptions options) => options.HandleLifetime < Shortest || options.HandleLifetime > Longest
        ? ValidateOptionsResult.Fail($"{HandleOptions.SectionName}:HandleLifetime must lie between 00:01:00 and 365.00:00:00.")
        : ValidateOptionsResult.Success;
}
