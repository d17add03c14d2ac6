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
        var details = error.Details.Count == 0 ? "" : " " + string.Join(" ", error.Details.Take(10).Select(static detail => $"{detail.Path}: {detail.Message}."));
        return new RunFault(error.Status, error.Code, error.Message + details);
    }

    public ApiError ToError() => new(Status, Code, Message);
}
