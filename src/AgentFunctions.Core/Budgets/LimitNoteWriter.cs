using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Notifications;
using Microsoft.Extensions.Hosting;

namespace AgentFunctions.Core.Budgets;

/// <summary>Tells what <see cref="LimitNotes"/> hold, every second and once more when the host stops.</summary>
internal sealed class LimitNoteWriter(LimitNotes notes, BudgetTeller teller, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await WriteAsync(CancellationToken.None);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await WriteAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The last notes follow.
        }
    }

    internal async Task WriteAsync(CancellationToken cancellationToken)
    {
        foreach (var (mark, note) in notes.Waiting)
        {
            try
            {
                if (!teller.IsTold(mark)) await teller.TellAsync(mark, note.Watched.MarkLife(time.GetUtcNow()), ToEvent(mark, note), cancellationToken);
            }
            catch (DocumentStoreUnavailableException)
            {
                // The notes stay for the next turn.
                return;
            }

            notes.Done(mark);
        }
    }

    private NotificationEvent ToEvent(BudgetMark mark, LimitNote note) => mark.Type == EventTypes.BudgetExhausted
        ? BudgetEvents.Exhausted(mark.TenantId, note.Watched, note.Settled, time.GetUtcNow())
        : BudgetEvents.WouldRefuse(mark.TenantId, note.Watched, note.Settled, time.GetUtcNow());
}
