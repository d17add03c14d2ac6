using AgentFunctions.Core.Errors;

namespace AgentFunctions.LocalHost.CommandLine.Remote;

/// <summary>A refusal of the server, problem+json. Source: docs/errors.md.</summary>
internal sealed record RemoteProblem
{
    public int Status { get; set; }

    public string? Code { get; set; }

    public string? Title { get; set; }

    public string? Detail { get; set; }

    public string? Param { get; set; }

    public string? RequestId { get; set; }

    public IReadOnlyList<FieldError> Errors { get; set; } = [];
}
