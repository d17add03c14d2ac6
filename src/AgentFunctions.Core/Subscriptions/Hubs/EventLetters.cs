using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Events.Intake;
using AgentFunctions.Core.Events.Letters;

namespace AgentFunctions.Core.Subscriptions.Hubs;

/// <summary>Messages of the hub of events that were refused. An event that is there already is published once.</summary>
internal sealed class EventLetters(HubIntake intake) : IStreamLetterSender
{
    public string Stream => StreamNames.Events;

    public async ValueTask<ApiError?> SendAsync(StreamLetter letter, string by, CancellationToken cancellationToken)
    {
        if (HubLetter.Read(letter.Body.Span) is not { } kept) return StreamLetterErrors.Still("this version reads no message in it.");
        return await intake.TakeAgainAsync(kept.Hub, kept.ToMessage(letter.Id), by, cancellationToken) is { } error ? StreamLetterErrors.Still(error.Message, error.Param) : null;
    }
}
