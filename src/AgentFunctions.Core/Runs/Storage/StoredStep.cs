using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Runs.Steps;

namespace AgentFunctions.Core.Runs.Storage;

/// <summary>A step as it is stored.</summary>
internal sealed record StoredStep
{
    public required RunStep Step { get; init; }

    /// <summary>The run was rewound: this step failed and is done again.</summary>
    public bool Redo { get; init; }

    /// <summary>From the run that this one is a fork of: it serves the same input only.</summary>
    public bool Copied { get; init; }

    /// <summary>Its output was given with the fork: it serves any input.</summary>
    public bool Given { get; init; }

    public static StoredStep Read(Document document)
    {
        var stored = JsonSerializer.Deserialize(document.Body.Span, RunJson.Default.StoredStep) ?? throw new InvalidOperationException("A step document is null.");
        return stored.Copied ? stored with { Step = stored.Step with { IsCopied = true } } : stored;
    }

    public DocumentWrite ToWrite() => new(RunDocuments.StepId(Step.Id), JsonSerializer.SerializeToUtf8Bytes(this, RunJson.Default.StoredStep));
}
