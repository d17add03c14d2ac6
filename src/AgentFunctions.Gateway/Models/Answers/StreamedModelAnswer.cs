namespace AgentFunctions.Gateway.Models.Answers;

/// <summary>An answer that arrives as server-sent events. Its first event is already there: from here on nothing is retried or failed over.</summary>
public sealed class StreamedModelAnswer : ModelAnswer
{
    internal StreamedModelAnswer(AnswerHeaders headers, ModelEventReader events)
    {
        Headers = headers;
        Events = events;
    }

    public AnswerHeaders Headers { get; }

    public ModelEventReader Events { get; }

    /// <summary>The same answer with its events seen through <paramref name="wrap"/>, for stages.</summary>
    public StreamedModelAnswer WithEvents(Func<ModelEventReader, ModelEventReader> wrap) => new(Headers, wrap(Events));

    public override async ValueTask DisposeAsync()
    {
        await Events.DisposeAsync();
        await base.DisposeAsync();
    }
}
