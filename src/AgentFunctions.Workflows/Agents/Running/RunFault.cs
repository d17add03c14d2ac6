using AgentFunctions.Core.Errors;

namespace AgentFunctions.Workflows.Agents.Running;

/// <summary>Why something did not come about, as it travels through histories and journals.</summary>
/// <param name="Status">HTTP status it would have.</param>
/// <param name="Code">A code of docs/errors.md.</param>
/// <param name="Message">For people and models.</param>
internal sealed record RunFault(int Status, string Code, string Message)
{
    public static RunFault Of(ApiError error)
    {
        // The message has the first of them already.
        var details = error.Details.Select(static detail => $"{detail.Path}: {detail.Message}").Where(detail => !error.Message.Contains(detail, StringComparison.Ordinal)).Take(10);
        return new RunFault(error.Status, error.Code, string.Concat([error.Message, .. details.Select(static detail => $" {detail}.")]));
    }

    public ApiError ToError() => new(Status, Code, Message);
}
