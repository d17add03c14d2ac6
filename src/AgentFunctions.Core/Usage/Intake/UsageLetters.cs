using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Events.Intake;
using AgentFunctions.Core.Events.Letters;

namespace AgentFunctions.Core.Usage.Intake;

/// <summary>Usage that no version could read until now. The fold counts an attempt once, however often it comes.</summary>
internal sealed class UsageLetters(UsageIntake intake) : IStreamLetterSender
{
    public string Stream => StreamNames.Usage;

    public async ValueTask<ApiError?> SendAsync(StreamLetter letter, string by, CancellationToken cancellationToken)
    {
        if (!UsageIntake.IsReadable(letter.Body.Span)) return StreamLetterErrors.Still("this version reads no usage event in it.");
        await intake.FoldAsync([new IntakeEvent(letter.Id, letter.Body)], cancellationToken);
        return null;
    }
}
