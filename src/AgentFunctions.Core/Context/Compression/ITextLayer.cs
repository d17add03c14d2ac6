namespace AgentFunctions.Core.Context.Compression;

/// <summary>A layer that writes a result shorter and keeps its facts. Pure, total, linear in the text.</summary>
internal interface ITextLayer
{
    /// <summary>Why what it left out is gone: a word of <see cref="Assembly.DropReasons"/>.</summary>
    string Reason { get; }

    /// <summary>What it does, for the model.</summary>
    string Says { get; }

    /// <summary>The shorter text; null: not a text for this layer.</summary>
    /// <param name="result">The result.</param>
    /// <param name="usedFields">The fields that its consumers used; null: not known.</param>
    string? Apply(ResultText result, IReadOnlyCollection<string>? usedFields);
}
