using Microsoft.Extensions.Options;

namespace AgentFunctions.Http.Hosting;

internal sealed class AgentFunctionsHttpOptionsValidator : IValidateOptions<AgentFunctionsHttpOptions>
{
    private const long MaxBodyBytes = 95L * 1024 * 1024;
    private const int MaxHeaderBytes = 96 * 1024;

    public ValidateOptionsResult Validate(string? name, AgentFunctionsHttpOptions options)
    {
        List<string> failures = [];
        if (options.MaxRequestBodyBytes is < 1024 or > MaxBodyBytes)
            failures.Add($"{AgentFunctionsHttpOptions.SectionName}:MaxRequestBodyBytes must lie between 1024 and {MaxBodyBytes}.");
        if (options.MaxRequestHeaderBytes is < 1024 or > MaxHeaderBytes)
            failures.Add($"{AgentFunctionsHttpOptions.SectionName}:MaxRequestHeaderBytes must lie between 1024 and {MaxHeaderBytes}.");
        if (options.TrustedProxyHops is < 0 or > 10) failures.Add($"{AgentFunctionsHttpOptions.SectionName}:TrustedProxyHops must lie between 0 and 10.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
