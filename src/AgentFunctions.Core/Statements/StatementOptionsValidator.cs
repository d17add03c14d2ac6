using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Statements;

internal sealed class StatementOptionsValidator : IValidateOptions<StatementOptions>
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    public ValidateOptionsResult Validate(string? name, StatementOptions options) => options.Grace >= Shortest && options.Grace <= Longest
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail($"{StatementOptions.SectionName}:Grace must lie between 00:05:00 and 30.00:00:00.");
}
